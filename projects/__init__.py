"""The mapping app: work streams, dimensions and agencies; projects and budgets follow here."""
