/**
 * The bank test of internal consistency (after Jamie Brandon, <i>Internal consistency in streaming systems</i>, 2021):
 * transfers of 1 between ten accounts, views of credits, debits, balances and their total, and readers to whom the total
 * is to be 0 at every moment. Doors: {@code BankCommand}; {@code BankRun}, which is Weir's side; {@code Transfers}.
 */
@NullMarked
package io.weir.benchmarks.bank;

import org.jspecify.annotations.NullMarked;
