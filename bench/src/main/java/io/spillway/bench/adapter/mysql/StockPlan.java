package io.spillway.bench.adapter.mysql;

import io.spillway.bench.core.Measurements;
import java.sql.SQLException;
import java.time.Duration;

/** How much there is to reserve, and whether too much of it was. One contender's. */
interface StockPlan {
  /** Units of each SKU at the start of a run. */
  int units(Duration run);

  /** Adds what the tables say after the run. */
  Measurements judged(Measurements figures, MysqlLab lab, ReserveLoad load) throws SQLException;

  /** More than can be asked for: every order is held. */
  static StockPlan plenty() {
    return new StockPlan() {
      @Override
      public int units(Duration run) {
        return 1_000_000_000;
      }

      @Override
      public Measurements judged(Measurements figures, MysqlLab lab, ReserveLoad load) {
        return figures;
      }
    };
  }

  /** Four fifths of what the last run asked for: every run sells out. */
  static StockPlan sellingOut() {
    return new SellingOut();
  }

  /** Remembers the last run's rate. */
  final class SellingOut implements StockPlan {
    private static final double SHARE = 0.8;
    private static final double FIRST_GUESS_PER_SECOND = 500;

    private double perSecond = FIRST_GUESS_PER_SECOND;
    private int units;

    @Override
    public int units(Duration run) {
      units = (int) Math.max(1, SHARE * perSecond * run.toMillis() / 1_000);
      return units;
    }

    @Override
    public Measurements judged(Measurements figures, MysqlLab lab, ReserveLoad load)
        throws SQLException {
      perSecond = figures.get(Measurements.RATE).orElse(perSecond);
      long held = 0;
      for (int shard : load.shards()) {
        held += lab.number(shard, "SELECT COUNT(*) FROM stock_movement WHERE outcome = 0");
      }
      double operations = figures.get(Measurements.OPERATIONS).orElse(0);
      return figures
          .with("in stock", units)
          .with("held", held)
          .with("refused", operations - held)
          .with("oversold", Math.max(0, held - (long) units));
    }
  }
}
