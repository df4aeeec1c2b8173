package io.spillway.operate.adapter.kafka;

import io.spillway.operate.port.CertificateReload;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.failure.Failures;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.port.UnavailableException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Brokers and controllers read a key store again when its configured name changes. The same file
 * has many names: one more slash, set for each listener, and taken away when all have read it. So a
 * broker is left with the configuration that its file gives it. Not thread-safe.
 */
public final class KafkaKeyStores implements CertificateReload {
  private static final String LOCATION = "ssl.keystore.location";
  private static final List<String> LISTENERS = List.of("client", "broker", "controller");

  private final KafkaConfig kafka;

  public KafkaKeyStores(KafkaConfig kafka) {
    this.kafka = kafka;
  }

  @Override
  public String server() {
    return "kafka";
  }

  @Override
  public void reload() throws UnavailableException, InterruptedException {
    try (Admin admin = admin()) {
      Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
      for (Map.Entry<ConfigResource, Config> broker :
          admin.describeConfigs(brokers(admin)).all().get().entrySet()) {
        changes.put(
            broker.getKey(),
            LISTENERS.stream()
                .map(
                    listener ->
                        new AlterConfigOp(
                            new ConfigEntry(key(listener), otherName(broker.getValue(), listener)),
                            AlterConfigOp.OpType.SET))
                .toList());
      }
      admin.incrementalAlterConfigs(changes).all().get();
    } catch (ExecutionException e) {
      throw refused(e);
    }
  }

  @Override
  public void settle() throws UnavailableException, InterruptedException {
    try (Admin admin = admin()) {
      Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
      for (ConfigResource broker : brokers(admin)) {
        changes.put(
            broker,
            LISTENERS.stream()
                .map(
                    listener ->
                        new AlterConfigOp(
                            new ConfigEntry(key(listener), ""), AlterConfigOp.OpType.DELETE))
                .toList());
      }
      admin.incrementalAlterConfigs(changes).all().get();
    } catch (ExecutionException e) {
      throw refused(e);
    }
  }

  private Admin admin() {
    return Admin.create(KafkaClients.common(kafka, "spillway-certificates"));
  }

  private static List<ConfigResource> brokers(Admin admin)
      throws ExecutionException, InterruptedException {
    return admin.describeCluster().nodes().get().stream()
        .map(Node::idString)
        .map(id -> new ConfigResource(ConfigResource.Type.BROKER, id))
        .toList();
  }

  private static String key(String listener) {
    return "listener.name." + listener + "." + LOCATION;
  }

  /** Other than what the listener has now, also after a rotation that was cut off. */
  private static String otherName(Config broker, String listener) {
    ConfigEntry common = broker.get(LOCATION);
    if (common == null || common.value() == null) {
      throw new IllegalStateException("a broker has no " + LOCATION);
    }
    String once = common.value().replaceFirst("/([^/]+)$", "//$1");
    ConfigEntry own = broker.get(key(listener));
    boolean taken = own != null && once.equals(own.value());
    return taken ? common.value().replaceFirst("/([^/]+)$", "///$1") : once;
  }

  private static UnavailableException refused(ExecutionException e) {
    Throwable cause = Failures.cause(e);
    return new UnavailableException(
        "Kafka does not take its certificates: " + cause.getMessage(), cause);
  }
}
