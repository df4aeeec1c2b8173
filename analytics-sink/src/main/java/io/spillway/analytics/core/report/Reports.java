package io.spillway.analytics.core.report;

import java.util.List;
import java.util.Optional;

/** Every report there is. */
public final class Reports {
  /** Orders so far. */
  public static final ReportDefinition ORDERS_BY_STATUS = OperationsReports.ORDERS_BY_STATUS;

  /** Orders taken, step by step. */
  public static final ReportDefinition ORDERS_OVER_TIME = OperationsReports.ORDERS_OVER_TIME;

  /** From acceptance to a sale. */
  public static final ReportDefinition CONVERSION = OperationsReports.CONVERSION;

  /** Why lines could not be had. */
  public static final ReportDefinition REFUSED_BY_REASON = OperationsReports.REFUSED_BY_REASON;

  /** Percentiles from acceptance to the first answer. */
  public static final ReportDefinition RESERVATION_LATENCY = OperationsReports.RESERVATION_LATENCY;

  /** The same, counted exactly. */
  public static final ReportDefinition RESERVATION_LATENCY_BANDS =
      OperationsReports.RESERVATION_LATENCY_BANDS;

  /** Orders that hold stock, by age. */
  public static final ReportDefinition OPEN_HOLDS = OperationsReports.OPEN_HOLDS;

  /** When an order document changed last. */
  public static final ReportDefinition NEWEST_ORDER = OperationsReports.NEWEST_ORDER;

  /** What waits now. */
  public static final ReportDefinition STAGE_LAG = OperationsReports.STAGE_LAGS;

  /** What waited, step by step. */
  public static final ReportDefinition BACKLOG = OperationsReports.BACKLOG;

  /** Money of what confirmed and fulfilled orders kept, by the day the customer bought. */
  public static final ReportDefinition REVENUE_BY_DAY = SalesReports.REVENUE_BY_DAY;

  /** The same by the hour. */
  public static final ReportDefinition REVENUE_BY_HOUR = SalesReports.REVENUE_BY_HOUR;

  /** The same by the customer's country. */
  public static final ReportDefinition REVENUE_BY_COUNTRY = SalesReports.REVENUE_BY_COUNTRY;

  /** The same by tenant. */
  public static final ReportDefinition REVENUE_BY_TENANT = SalesReports.REVENUE_BY_TENANT;

  /** Products by money. */
  public static final ReportDefinition TOP_SKUS_BY_REVENUE = SalesReports.TOP_SKUS_BY_REVENUE;

  /** Products by pieces. */
  public static final ReportDefinition TOP_SKUS_BY_UNITS = SalesReports.TOP_SKUS_BY_UNITS;

  /** Products by pieces, fewest first. */
  public static final ReportDefinition SLOWEST_SKUS = SalesReports.SLOWEST_SKUS;

  /** Products that were asked for and not there. */
  public static final ReportDefinition REFUSED_DEMAND = SalesReports.REFUSED_DEMAND;

  /** Products of which nothing is left, the latest first. */
  public static final ReportDefinition STOCK_OUTS = StockReports.STOCK_OUTS;

  /** Products of which little is left, the latest first. */
  public static final ReportDefinition LOW_STOCK = StockReports.LOW_STOCK;

  /** Products that are reserved most. */
  public static final ReportDefinition FASTEST_SKUS = StockReports.FASTEST_SKUS;

  /** All, in the order of the page. */
  public static final List<ReportDefinition> ALL =
      List.of(
          ORDERS_BY_STATUS,
          NEWEST_ORDER,
          OperationsReports.NEWEST_STOCK,
          OperationsReports.NEWEST_MOVEMENT,
          ORDERS_OVER_TIME,
          CONVERSION,
          REFUSED_BY_REASON,
          RESERVATION_LATENCY,
          RESERVATION_LATENCY_BANDS,
          OPEN_HOLDS,
          STAGE_LAG,
          BACKLOG,
          REVENUE_BY_DAY,
          REVENUE_BY_HOUR,
          REVENUE_BY_COUNTRY,
          REVENUE_BY_TENANT,
          TOP_SKUS_BY_REVENUE,
          TOP_SKUS_BY_UNITS,
          SLOWEST_SKUS,
          REFUSED_DEMAND,
          STOCK_OUTS,
          LOW_STOCK,
          FASTEST_SKUS);

  private Reports() {}

  /** The reports of a section, in the order of the page. */
  public static List<ReportDefinition> of(Section section) {
    return ALL.stream().filter(report -> report.section() == section).toList();
  }

  /** The report of a name, if there is one. */
  public static Optional<ReportDefinition> named(String name) {
    return ALL.stream().filter(report -> report.name().equals(name)).findFirst();
  }
}
