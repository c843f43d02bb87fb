"""The eligibility check: would this group, with this task and this idea, qualify? Asked before a plan is written; not kept."""
