package io.spillway.reports.core;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;

/** Amounts in minor units, for people. */
public final class Money {
  private Money() {}

  /** Such as {@code 1,234.50} for 123450 of GBP, and {@code 1,234} for 1234 of JPY. */
  public static String text(long minorUnits, String currency) {
    int decimals = decimals(currency);
    return String.format(
        Locale.ROOT, "%,." + decimals + "f", BigDecimal.valueOf(minorUnits, decimals));
  }

  /** How many minor units make one of the currency, as a power of ten; 2 of an unknown one. */
  public static int decimals(String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      return 2;
    }
  }
}
