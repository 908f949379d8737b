"""What orders come to: rates, cohorts, timing, customers; small tables and frozen results."""
