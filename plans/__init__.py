"""What people want: needs, plans and their items, the roll-up into the plan above, the workbook."""
