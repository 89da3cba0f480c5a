"""Binary search in sorted lists; the work is done by the native module `_bisect`."""

from _bisect import bisect_left, bisect_right, insort_left, insort_right

bisect = bisect_right
insort = insort_right
