"""Marian's position signal: sines in the first half of a row, cosines in the second."""
import math

import torch


def positions(D, n=600):
    a = torch.arange(n).float()[:, None] * torch.exp(-torch.arange(D // 2).float() * math.log(10000) / (D / 2 - 1))[None]
    return torch.cat([a.sin(), a.cos()], 1)
