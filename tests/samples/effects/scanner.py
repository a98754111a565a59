"""What copier and scanner add: light, focus, grain, specks, dark edges. Pictures as in ``effects.paper``."""

import cv2
import numpy as np

from tests.samples.effects.paper import Picture


def uneven_light(picture: Picture, strength: float, rng: np.random.Generator) -> None:
    """Darkens smoothly towards one side and in broad clouds, by at most ``strength`` (0 to 1)."""
    rows, columns = picture.shape[:2]
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.linspace(-0.5, 0.5, rows, dtype=np.float32), np.linspace(-0.5, 0.5, columns, dtype=np.float32)
    slope = np.cos(angle) * x[None, :] + np.sin(angle) * y[:, None]
    clouds = cv2.resize(rng.standard_normal((5, 4), dtype=np.float32), (columns, rows), interpolation=cv2.INTER_CUBIC)
    shade = slope + 0.12 * clouds
    picture *= (1 - strength * (shade - shade.min()) / np.ptp(shade))[..., None].astype(np.float32)


def soften(picture: Picture, sigma: float) -> Picture:
    """The lens: a Gaussian blur of ``sigma`` pixels."""
    return cv2.GaussianBlur(picture, (0, 0), sigma).astype(np.float32) if sigma > 0 else picture


def grain(picture: Picture, strength: float, rng: np.random.Generator) -> None:
    """Sensor noise of ``strength`` grey levels, partly clumped as the grain of paper is."""
    noise = rng.standard_normal(picture.shape[:2], dtype=np.float32)
    clumped = 2.2 * cv2.GaussianBlur(noise, (0, 0), 1.3)
    picture += (strength * (0.6 * noise + 0.4 * clumped))[..., None].astype(np.float32)


def specks(picture: Picture, count: int, dpi: float, rng: np.random.Generator) -> None:
    """Dust: ``count`` dark dots of 0.1 to 0.3 mm."""
    rows, columns = picture.shape[:2]
    for _ in range(count):
        centre = (int(rng.integers(columns)), int(rng.integers(rows)))
        radius = max(0, round(float(rng.choice([0.05, 0.05, 0.1, 0.15])) / 25.4 * dpi))
        cv2.circle(picture, centre, radius, (float(rng.uniform(30, 130)),) * 3, -1)


def dark_edge(picture: Picture, dpi: float, rng: np.random.Generator) -> None:
    """The shadow beside the sheet where the lid does not close: 1 to 3 mm at the left, sometimes at the foot."""
    side = max(2, round(rng.uniform(1, 3) / 25.4 * dpi))
    ramp = np.linspace(rng.uniform(0.2, 0.5), 1, side, dtype=np.float32)
    picture[:, :side] *= ramp[None, :, None]
    if rng.random() < 0.5:
        picture[-side:] *= ramp[::-1][:, None, None]


def copy_machine(picture: Picture, rng: np.random.Generator) -> Picture:
    """A photocopy: grey, spread ink, steep contrast, toner dust and a faint drum streak."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.9) + 9 * rng.standard_normal(grey.shape, dtype=np.float32)
    copied = 255 / (1 + np.exp(-(grey - rng.uniform(140, 158)) / 18))
    streak = int(rng.integers(copied.shape[1] // 8, copied.shape[1]))
    copied[:, streak : streak + 2] *= 0.86
    return np.repeat(copied[..., None], 3, axis=2).astype(np.float32)


def bilevel(picture: Picture, rng: np.random.Generator) -> Picture:
    """Black and white only, as a scanner's text mode makes it, with a few stray dots."""
    grey = cv2.cvtColor(np.clip(picture, 0, 255), cv2.COLOR_RGB2GRAY)
    black = grey < rng.uniform(150, 165)
    black |= rng.random(grey.shape) < 2e-5
    return np.repeat(np.where(black, 0, 255)[..., None], 3, axis=2).astype(np.float32)
