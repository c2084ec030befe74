"""The demo story of domain.md §6: places real; amounts, counts, people and dates after 28 พ.ค. 2566 invented."""
