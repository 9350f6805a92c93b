"""The mean of the averaged weights of two checkpoints of one course: mean.py SHARE A B NEW, SHARE of A and the rest of B.

Two falls of the rate that began at one point, or at points not far apart, lie in one valley: their mean is better than either (Izmailov et al. 2018).
"""
import sys

import torch


def main():
    share, a, b, new = float(sys.argv[1]), *(torch.load(path) for path in sys.argv[2:4]), sys.argv[4]
    a['average'] = {k: share * w + (1 - share) * b['average'][k] for k, w in a['average'].items()}
    torch.save(a, new)


if __name__ == '__main__':
    main()
