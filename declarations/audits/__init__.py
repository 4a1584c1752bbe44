"""Audits after the release: what they found, and what all that was ever found says of the selection.

models         results of audits; corrected, never changed
recording      an officer records what an audit found
found          what is known of each declaration, by examinations and audits, as known at an instant
stored         declarations as the store has them, in the words of the criteria and of the models
learning       the store as a file to learn from and to be judged on
simulating     what a risk profile would have done
replaying      every selection done again from what is stored
hit_rates      how often what was selected was wrong, by profile
noncompliance  how much is not in order at all, from what chance and reasons selected
random_share   what chance selected, once that may be told
drifting       whether what is declared is still what was learned from
sites          which importers to visit next
playing        results of audits for generated declarations

Nothing here takes part in a lodging.
"""
