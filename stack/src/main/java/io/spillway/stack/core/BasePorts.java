package io.spillway.stack.core;

/**
 * The ports a stack would like to have; the brokers and the MySQL servers count upwards from
 * theirs. A port that is taken is replaced by a free one and the replacement is reported.
 */
public record BasePorts(int kafka, int mysql, int redis, int elasticsearch) {
  private static final int LOWEST = 1024;
  private static final int HIGHEST = 65_000;

  /** Away from the servers' usual ports, so that an installed server keeps its own. */
  public static final BasePorts DEFAULT = new BasePorts(19_092, 13_306, 16_379, 19_200);

  /** Refuses privileged ports and those that leave no room to count upwards. */
  public BasePorts {
    require("kafka", kafka);
    require("mysql", mysql);
    require("redis", redis);
    require("elasticsearch", elasticsearch);
  }

  private static void require(String key, int port) {
    if (port < LOWEST || port > HIGHEST) {
      throw new IllegalArgumentException(
          "port " + key + " must lie in " + LOWEST + ".." + HIGHEST + ", got " + port);
    }
  }
}
