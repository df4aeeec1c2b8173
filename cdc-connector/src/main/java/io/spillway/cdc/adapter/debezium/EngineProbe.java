package io.spillway.cdc.adapter.debezium;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Reads what Debezium tells of a running engine, which it does by JMX only. */
final class EngineProbe {
  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  /**
   * What was read.
   *
   * @param snapshotDone whether this run of the engine read all rows
   */
  record Reading(boolean snapshotRunning, boolean snapshotDone, boolean connected) {}

  private EngineProbe() {}

  /** What an engine says, or null while it has nothing to say. */
  static @Nullable Reading read(String engine) {
    try {
      ObjectName snapshot = name("snapshot", engine);
      ObjectName streaming = name("streaming", engine);
      boolean skipped = flag(snapshot, "SnapshotSkipped");
      return new Reading(
          flag(snapshot, "SnapshotRunning"),
          flag(snapshot, "SnapshotCompleted") && !skipped,
          flag(streaming, "Connected"));
    } catch (JMException e) {
      return null;
    }
  }

  /** The GTIDs an engine has read from the binlog; empty while it has none to tell of. */
  static String gtids(String engine) {
    try {
      Object gtids = BEANS.getAttribute(name("streaming", engine), "GtidSet");
      return gtids == null ? "" : gtids.toString();
    } catch (JMException e) {
      return "";
    }
  }

  private static boolean flag(ObjectName bean, String attribute) throws JMException {
    return Boolean.TRUE.equals(BEANS.getAttribute(bean, attribute));
  }

  private static ObjectName name(String context, String engine) throws JMException {
    return new ObjectName(
        "debezium.mysql:type=connector-metrics,context=" + context + ",server=" + engine);
  }
}
