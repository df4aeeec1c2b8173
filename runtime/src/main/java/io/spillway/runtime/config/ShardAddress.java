package io.spillway.runtime.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One shard: a schema on a MySQL server. */
public record ShardAddress(String host, int port, String schema) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9.-]{1,253}):([0-9]{1,5})/([A-Za-z0-9_]{1,64})");

  /**
   * Reads {@code host:port/schema}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static ShardAddress parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not host:port/schema");
    }
    return new ShardAddress(matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3));
  }

  /** {@code host:port}, the same for all shards of one server. */
  public String server() {
    return host + ":" + port;
  }

  /** The JDBC address, encrypted where the server offers it. */
  public String jdbcUrl() {
    return jdbcUrl(MysqlTls.PREFERRED);
  }

  /** The JDBC address; times travel as UTC. */
  public String jdbcUrl(MysqlTls tls) {
    return "jdbc:mysql://"
        + server()
        + "/"
        + schema
        + "?connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true"
        + tls.urlOptions()
        + "&useServerPrepStmts=false&cachePrepStmts=true&prepStmtCacheSize=250"
        + "&prepStmtCacheSqlLimit=65536&rewriteBatchedStatements=false"
        + "&cacheServerConfiguration=true&useLocalSessionState=true&elideSetAutoCommits=true"
        + "&tcpKeepAlive=true&connectTimeout=5000&socketTimeout=30000";
  }
}
