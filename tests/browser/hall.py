"""Lecture mode in the hands of a test: measured, and as the last bench sees it."""

import base64
from typing import Any

from playwright.sync_api import Page

HALL = {"width": 1920, "height": 1080}
LECTURE = ".belt[data-layout=lecture]"
# take.py blurs by 5 px what is 768 px high; the hall is higher.
BLUR = 5 * HALL["height"] / 768

Box = dict[str, float]

BOXES = """(css) => {
    const shown = [...document.querySelectorAll(css)].filter((one) => one.checkVisibility());
    return shown.map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        const font = parseFloat(getComputedStyle(one).fontSize);
        return { x, y, width, height, font, text: one.textContent };
    });
}"""
MEANS = """async ([picture, radius, boxes]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.filter = `blur(${radius}px)`;
    context.drawImage(image, 0, 0);
    return boxes.map(({ x, y, width, height }) => {
        const { data } = context.getImageData(x, y, Math.max(1, width), Math.max(1, height));
        const sum = [0, 0, 0];
        for (let n = 0; n < data.length; n++) if (n % 4 < 3) sum[n % 4] += data[n];
        return sum.map((all) => (all * 4) / data.length);
    });
}"""


def boxes(page: Page, css: str) -> list[dict[str, Any]]:
    """Measure what is visible of the component: place, size, letters."""
    return page.evaluate(BOXES, f".belt {css}")


def inner(box: Box, share: float = 0.5) -> Box:
    """The middle of a box."""
    width, height = box["width"] * share, box["height"] * share
    left, top = box["x"] + (box["width"] - width) / 2, box["y"] + (box["height"] - height) / 2
    return {"x": round(left), "y": round(top), "width": round(width), "height": round(height)}


def blurred(page: Page, spots: list[Box]) -> list[list[float]]:
    """Mean colour of each spot as it is seen from far away."""
    picture = base64.b64encode(page.screenshot()).decode()
    return page.evaluate(MEANS, [picture, BLUR, spots])


def apart(one: list[float], other: list[float]) -> float:
    """How far two colours lie apart: 0 is the same, 441 is black and white."""
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5


def overlap(one: Box, other: Box) -> bool:
    across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
    return (
        across and one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]
    )
