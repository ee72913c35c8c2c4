"""Films that ship: the training of every task by its own recipe, and the patients of the clinic.

A file each, written by `python -m lstm_core.films._make`; what is in it: `training/film_file.py`.
`held_out` among its texts is the last network's mark on `cases` sequences that nobody had seen.
"""

from pathlib import Path
from typing import Final

from ..errors import unknown_name
from ..training.film import Film
from ..training.film_file import read_film

FOLDER: Final = Path(__file__).parent
FILMS: Final = tuple(sorted(file.stem for file in FOLDER.glob("*.safetensors")))
"""Their names: that of the task, or clinic_<patient>_sick, clinic_<patient>_cured."""


def path(name: str) -> Path:
    """Return the file of a film. Raises UnknownName."""
    if name not in FILMS:
        raise unknown_name("film", name, FILMS)
    return FOLDER / f"{name}.safetensors"


def open_film(name: str) -> Film:
    """Open a film that ships. Raises UnknownName.

    >>> film = open_film("anbn")
    >>> film.stopped, len(film) > 30
    ('solved', True)
    """
    return read_film(path(name).read_bytes())
