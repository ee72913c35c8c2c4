"""The row of controls of the film page: the task, settings, clinic, open and save."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

import lstm_core as lc
from app import layout, widgets
from app.catalogue import TASK, tasks
from app.film.stage import Stage, drawn, stage
from app.i18n import Words
from app.reading import about
from app.session import film as films
from app.settings import SETTINGS
from app.takes import reels
from app.takes.desk import Desk
from lstm_core.training.config import TrainConfig
from lstm_core.training.recipe import LIMITS

FILE_NAME_MAX: Final = 100
GROUPS: Final = {
    "network": ("hidden_size", "layers", "length", "seed"),
    "learning": ("optimiser", "rate", "momentum", "batch", "schedule", "warm_up"),
    "start": ("initial", "forget_bias", "scale"),
    "bounds": ("clip_norm", "clip_value", "truncate"),
    "memory": ("dropout_in", "dropout_between", "dropout_out", "decay", "patience", "sequences"),
    "course": ("steps", "evaluate", "frame"),
}
"""Settings by what they are about, in the order in which they are offered."""
CHOICES: Final[dict[str, tuple[Any, ...]]] = {
    "optimiser": ("adam", "adamw", "nadam", "rmsprop", "sgd"),
    "schedule": ("constant", "step", "cosine"),
    "initial": ("orthogonal", "xavier", "he", "torch"),
    "forget_bias": ("chrono", 0.0, 1.0, 2.0, 3.0, 5.0),
}


def controls(words: Words) -> Stage:
    """Offer everything that has to be chosen before a film is shown; return what is to be seen."""
    desk = films.desk()
    net = TASK + desk.task
    text = films.text(net, words, drawn(desk, films.studio()))
    with layout.controls():
        _pick_task(words)
        widgets.type_sequence(words, net)
        _settings(words)
        _clinic(words)
        _file(words)
    now = stage(desk, films.studio(), text, words)
    layout.notices([*films.said(), *about(text, now.network, now.run, words)], words)
    _patient(words)
    return now


def _pick_task(words: Words) -> None:
    desk = films.desk()
    key = f"film_task_{desk.forms}"
    names = [name for name in tasks() if name in lc.TASKS]
    st.selectbox(
        words("film_form.task"),
        names,
        index=names.index(desk.task),
        format_func=lambda name: words(f"networks.{TASK}{name}.title"),
        key=key,
        label_visibility="collapsed",
        width=220,
        on_change=films.choose_task,
        args=(key,),
    )


def _settings(words: Words) -> None:
    """Offer the settings; what differs from the task's own recipe is told by the button."""
    desk = films.desk()
    changed = sum(not p.startswith(("at-", "to-")) for p in desk.recipe.split("~")[1:])
    label = words("film_form.settings_title") + (f" ({changed})" if changed else "")
    popover = st.popover(label, key="film_settings", on_change="rerun")
    if not popover.open:
        return
    with popover:
        for problem in films.said():  # where it was typed: the page below is covered
            st.text(problem.sentence(words))
        st.caption(words("film_form.settings_about"))
        key = f"film_cell_{desk.forms}"
        cells = list(lc.CELLS)
        st.selectbox(
            words("film_form.cell"),
            cells,
            index=cells.index(desk.read.cell),
            format_func=lambda cell: words.get(f"film_form.values.{cell}") or cell,
            key=key,
            on_change=films.choose_cell,
            args=(key,),
        )
        tabs = st.tabs([words(f"film_form.groups.{group}") for group in GROUPS])
        for tab, names in zip(tabs, GROUPS.values(), strict=True):
            with tab:
                for name in names:
                    _setting(name, desk, words)
        st.button(words("film_form.own_again"), key="film_own", on_click=films.reset_settings)


def _clinic(words: Words) -> None:
    """Offer the patients: trainings that fail, each beside the one that is cured."""
    if not reels.patients():
        return
    # A choice changes the key: what stands there then is another popover, and shut.
    key = f"film_clinic_{films.desk().forms}"
    with st.popover(words("clinic.title"), key=key), st.container(gap=None):
        st.caption(words("clinic.about"))
        for name in reels.patients():
            st.button(
                words(f"clinic.{name}.title"),
                key=f"clinic_{name}",
                on_click=films.choose_patient,
                args=(name,),
                type="tertiary",
            )


def _patient(words: Words) -> None:
    """Say what is wrong with the patient on show and what cures it; either can be trained here."""
    name = films.desk().patient
    if not name:
        return
    with st.container(key="patient", horizontal=True, vertical_alignment="center", gap="small"):
        told = (words(f"clinic.{name}.{part}") for part in ("title", "wrong", "cure"))
        st.markdown("**{}** · {} **{}**".format(*told), width="stretch")
        for state in ("sick", "cured"):
            label = words(f"clinic.train_{state}")
            st.button(label, key=f"load_{state}", on_click=films.train_patient, args=(state,))


def _file(words: Words) -> None:
    """Save the film on show, and open one."""
    desk = films.desk()
    popover = st.popover(words("film_form.file"), key="film_file", on_change="rerun")
    if not popover.open:
        return
    with popover:
        film = reels.content(desk.shot, films.studio())
        if film is not None:
            st.download_button(
                words("film_form.save"),
                lc.film_bytes(film),
                file_name=f"{film.recipe[:FILE_NAME_MAX]}.safetensors",
                mime="application/octet-stream",
                key="film_save",
                on_click="ignore",
            )
        key = f"film_upload_{desk.forms}"
        st.file_uploader(
            words("film_form.open"),
            type=["safetensors"],
            key=key,
            help=words("film_form.open_help"),
            on_change=films.open_file,
            args=(key,),
            max_upload_size=-(-SETTINGS.upload // 1_000_000),  # MB
        )


def _setting(name: str, desk: Desk, words: Words) -> None:
    config: TrainConfig = desk.read.at(films.step())
    value = getattr(config, name)
    key = f"film_{name}_{desk.forms}"
    asked = {
        "key": key,
        "help": words.get(f"film_form.helps.{name}"),
        "on_change": films.choose_setting,
        "args": (name, key),
    }
    named = words(f"film_form.settings.{name}")  # small, as it stands in the name of a film
    label = named[:1].upper() + named[1:]
    if name in CHOICES:
        offered = CHOICES[name]
        options = offered if value in offered else (*offered, value)
        st.selectbox(label, options, index=options.index(value), format_func=_named(words), **asked)
        return
    low, high = LIMITS[name]
    whole = isinstance(value, int)
    kind: type[int] | type[float] = int if whole else float
    st.number_input(
        label,
        kind(low),
        kind(high),
        kind(value),
        step=1 if whole else _stride(name),
        format="%d" if whole else "%g",
        **asked,
    )


def _stride(name: str) -> float:
    return {"rate": 0.001, "decay": 0.0001}.get(name, 0.1)


def _named(words: Words) -> Callable[[Any], str]:
    return lambda option: words.get(f"film_form.values.{option}") or f"{option}"
