"""Made-up files: a random shop, written as some till, shop or book-keeping would export it, and what is right of each.

    truth      a random shop: people, orders, what was cancelled or given back
    words      headers, names, months, states and totals in four languages, as natives write them
    dialects   cells to bytes: separator, marks of money, layout of dates, encoding, workbook or page
    maker      what a kind is written with: a shop, a table in some layout, a file
    rights     what is right of a file: numbers, a question, a refusal, a remark; and the register of kinds
    kinds_*    the kinds
    verdict    what the reader made of a file, judged
    held_back  which kinds nobody tried while the rules were written

`python -m tests.made_up KIND SEED > file` writes one; `python -m tests.made_up --score 3` judges all of three seeds.
Nothing here looks at the reader's words or rules: what is right is what a careful person would say of the file.
"""
