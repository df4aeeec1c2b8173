package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.Ports;
import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where one broker listens, and to whom. Secured, clients come with a password (SCRAM) over TLS;
 * brokers and controllers know each other by their certificates, so that no file of theirs holds a
 * password. Whoever may do something is told by ACLs, and nobody may by default.
 */
record KafkaListeners(int index, StackSpec spec, PortPlan ports) {
  /** The lines of {@code server.properties}. */
  String properties(Path keyStore) {
    return spec.secure() ? secured(keyStore) : open();
  }

  private String open() {
    return String.format(
        Locale.ROOT,
        """
        listeners=PLAINTEXT://%1$s,CONTROLLER://%2$s
        advertised.listeners=PLAINTEXT://%1$s
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        """,
        address(KafkaServer.name(index)),
        address(KafkaServer.controller(index)));
  }

  private String secured(Path keyStore) {
    String superUsers =
        Stream.concat(
                IntStream.range(0, spec.brokers()).mapToObj(KafkaServer::name),
                AccessFiles.of(spec.home()).rights().stream()
                    .filter(right -> right.plane() == Plane.KAFKA && right.isOfAll())
                    .map(Right::principal))
            .map(user -> "User:" + user)
            .collect(Collectors.joining(";"));
    return String.format(
        Locale.ROOT,
        """
        listeners=CLIENT://%1$s,BROKER://%2$s,CONTROLLER://%3$s
        advertised.listeners=CLIENT://%1$s,BROKER://%2$s
        inter.broker.listener.name=BROKER
        listener.security.protocol.map=CLIENT:SASL_SSL,BROKER:SSL,CONTROLLER:SSL
        sasl.enabled.mechanisms=SCRAM-SHA-512
        listener.name.client.scram-sha-512.sasl.jaas.config=\
        org.apache.kafka.common.security.scram.ScramLoginModule required;
        listener.name.broker.ssl.client.auth=required
        listener.name.controller.ssl.client.auth=required
        ssl.keystore.type=PEM
        ssl.keystore.location=%4$s
        ssl.truststore.type=PEM
        ssl.truststore.location=%5$s
        # A certificate's name without the rest, as kafka-0.
        ssl.principal.mapping.rules=RULE:^CN=([a-z0-9-]+),.*$/$1/
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=false
        super.users=%6$s
        """,
        address(KafkaServer.name(index)),
        address(KafkaServer.broker(index)),
        address(KafkaServer.controller(index)),
        keyStore,
        home().caFile(),
        superUsers);
  }

  /** What a new broker's data are formatted with, so that the accounts are there from the start. */
  List<String> formatOptions() {
    List<String> options = new ArrayList<>();
    if (spec.secure()) {
      for (StackAccount account : StackAccount.on(Server.KAFKA)) {
        options.add("--add-scram");
        options.add(
            String.format(
                Locale.ROOT,
                "SCRAM-SHA-512=[name=%s,password=%s]",
                account.user(),
                home().credentials(account, Server.KAFKA).password()));
      }
    }
    return options;
  }

  private String address(String purpose) {
    return Ports.HOST + ":" + ports.port(purpose);
  }

  private SecureHome home() {
    return new StackHome(spec.home()).secured();
  }
}
