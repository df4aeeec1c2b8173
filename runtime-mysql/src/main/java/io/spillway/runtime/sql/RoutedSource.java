package io.spillway.runtime.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.spillway.schemas.tables.MovementTable;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.schemas.tables.ProductsTable;
import io.spillway.schemas.tables.StockTable;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.apache.shardingsphere.infra.algorithm.core.config.AlgorithmConfiguration;
import org.apache.shardingsphere.sharding.api.config.ShardingRuleConfiguration;
import org.apache.shardingsphere.sharding.api.config.rule.ShardingTableRuleConfiguration;
import org.apache.shardingsphere.sharding.api.config.strategy.sharding.StandardShardingStrategyConfiguration;

/** Makes ShardingSphere data sources that route by {@code slot}. */
final class RoutedSource {
  private static final List<String> TABLES =
      List.of(
          OrdersTable.TABLE.name(),
          StockTable.TABLE.name(),
          MovementTable.TABLE.name(),
          ProductsTable.TABLE.name());

  private RoutedSource() {}

  /**
   * Over all shards, or some of them. Reads the tables' metadata, so all these must answer.
   *
   * @param pools named as {@link Shards#dataSourceName} does
   * @param shards how many there are in all
   */
  static DataSource over(List<HikariDataSource> pools, int shards) throws SQLException {
    Map<String, DataSource> sources = new LinkedHashMap<>();
    pools.forEach(pool -> sources.put(pool.getPoolName(), pool));
    String database =
        pools.size() == shards ? "spillway" : "spillway_" + String.join("_", sources.keySet());
    return ShardingSphereDataSourceFactory.createDataSource(
        database, sources, List.of(rule(List.copyOf(sources.keySet()), shards)), properties());
  }

  private static ShardingRuleConfiguration rule(List<String> sources, int shards) {
    ShardingRuleConfiguration rule = new ShardingRuleConfiguration();
    for (String table : TABLES) {
      String nodes =
          sources.stream().map(source -> source + "." + table).collect(Collectors.joining(","));
      rule.getTables().add(new ShardingTableRuleConfiguration(table, nodes));
    }
    rule.setDefaultDatabaseShardingStrategy(
        new StandardShardingStrategyConfiguration("slot", "slot"));
    Properties algorithm = new Properties();
    algorithm.setProperty("strategy", "STANDARD");
    algorithm.setProperty("algorithmClassName", SlotShardingAlgorithm.class.getName());
    algorithm.setProperty(SlotShardingAlgorithm.SHARDS, Integer.toString(shards));
    rule.getShardingAlgorithms().put("slot", new AlgorithmConfiguration("CLASS_BASED", algorithm));
    return rule;
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("max-connections-size-per-query", "1");
    properties.setProperty("check-table-metadata-enabled", "false");
    return properties;
  }
}
