"""Collections and locks for programs whose threads run at the same time: the interface of the package of this name.

`ft_utils.concurrency` has the collections, `ft_utils.local` what keeps work inside a thread, `ft_utils.synchronization`
the locks. docs/ft_utils.md says what each guarantees.
"""

ENABLE_EXPERIMENTAL = False
