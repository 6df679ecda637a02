"""The table of the public data says what each way reached, and leaves out what learnt more than the column says."""

from bench.public import table

ROWS = [
    {"way": "vote", "learnt": ["20 Saudi"], "scores": {"sau_held": 0.7281}, "draws": [0.72, 0.73, 0.7343]},
    {"way": "vote", "learnt": ["train_full"], "scores": {"val": 0.936, "test_sau": 0.7726, "test_msa": 0.8911}},
    {"way": "vote", "learnt": ["train_full", "20 Saudi"], "scores": {"sau_held": 0.82}},
    {"way": "counts", "learnt": ["fs20_sau_s1"], "scores": {"sau_held": 0.69}},
]


def test_shares_stand_beneath_what_they_were_measured_on() -> None:
    head, _, vote, counts, aims = table(ROWS)
    assert [cell.strip() for cell in vote.split("|")] == ["", "vote", ".728", ".773", ".891", "", ""]
    assert counts.replace(" ", "") == "|counts|||||"
    assert [cell.strip() for cell in aims.split("|")] == ["", "aimed at", ".760", ".780", ".900", "", ""]
    assert head.count("|") == vote.count("|")
