package io.spillway.operate;

import io.spillway.operate.adapter.kafka.KafkaKeyStores;
import io.spillway.operate.adapter.mysql.MysqlCertificates;
import io.spillway.operate.adapter.redis.RedisCertificate;
import io.spillway.stack.PipelineHome;
import io.spillway.stack.PipelineTarget;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.time.Duration;
import java.util.List;

/** The rotation of the certificates of this machine's pipeline. */
public final class CertificateWiring {
  /** Elasticsearch looks at its files every five seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private CertificateWiring() {}

  /** What rotates the certificates of a secured pipeline. */
  public static CertificateFlow of(PipelineTarget pipeline, PipelineHome home, Progress progress) {
    SecureHome secured = SecureHome.of(home.data());
    Backends backends = pipeline.backends();
    String redis = "redis";
    return new CertificateFlow(
        pipeline.certificates(),
        List.of(
            new KafkaKeyStores(BackendConfigs.kafka(backends)),
            new MysqlCertificates(backends, secured.credentials(StackAccount.ADMIN, Server.MYSQL)),
            new RedisCertificate(
                BackendConfigs.redis(backends), secured.certificate(redis), secured.key(redis))),
        Pause.system(),
        progress,
        PATIENCE);
  }
}
