-- Credits and debits of each account, its balance, and the total of all balances, which transfers leave at 0.
CREATE ${VIEW} credits ${OPTIONS} AS
SELECT to_account AS account, SUM(amount) AS total FROM transfers GROUP BY to_account;

CREATE ${VIEW} debits ${OPTIONS} AS
SELECT from_account AS account, SUM(amount) AS total FROM transfers GROUP BY from_account;

CREATE ${VIEW} balances ${OPTIONS} AS
SELECT c.account, c.total - d.total AS balance FROM credits c JOIN debits d ON c.account = d.account;

CREATE ${VIEW} total ${OPTIONS} AS
SELECT COUNT(*) AS accounts, SUM(balance) AS total FROM balances;
