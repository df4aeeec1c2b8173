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
    return String.format(
            Locale.ROOT,
            """
            listeners=CLIENT://%1$s,BROKER://%2$s,CONTROLLER://%3$s
            advertised.listeners=CLIENT://%1$s,BROKER://%2$s
            """,
            address(KafkaServer.name(index)),
            address(KafkaServer.broker(index)),
            address(KafkaServer.controller(index)))
        + accounts(
            spec.home(),
            List.of("CLIENT"),
            IntStream.range(0, spec.brokers()).mapToObj(KafkaServer::name).toList(),
            keyStore.toString(),
            home().caFile().toString());
  }

  /**
   * How brokers know who comes to their listeners, and who may do all.
   *
   * @param home whose file of rights it is
   * @param clients listeners for clients, beside BROKER and CONTROLLER
   * @param brokers names in their certificates
   * @param keyStore where a broker finds its key and certificate
   */
  static String accounts(
      Path home, List<String> clients, List<String> brokers, String keyStore, String caFile) {
    String superUsers =
        Stream.concat(
                brokers.stream(),
                AccessFiles.of(home).rights().stream()
                    .filter(right -> right.plane() == Plane.KAFKA && right.isOfAll())
                    .map(Right::principal))
            .map(user -> "User:" + user)
            .collect(Collectors.joining(";"));
    return String.format(
        Locale.ROOT,
        """
        inter.broker.listener.name=BROKER
        listener.security.protocol.map=%1$s,BROKER:SSL,CONTROLLER:SSL
        sasl.enabled.mechanisms=SCRAM-SHA-512
        %2$slistener.name.broker.ssl.client.auth=required
        listener.name.controller.ssl.client.auth=required
        ssl.keystore.type=PEM
        ssl.keystore.location=%3$s
        ssl.truststore.type=PEM
        ssl.truststore.location=%4$s
        # A certificate's name without the rest, as kafka-0.
        ssl.principal.mapping.rules=RULE:^CN=([a-z0-9-]+),.*$/$1/
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        allow.everyone.if.no.acl.found=false
        super.users=%5$s
        """,
        clients.stream().map(name -> name + ":SASL_SSL").collect(Collectors.joining(",")),
        clients.stream().map(KafkaListeners::scram).collect(Collectors.joining()),
        keyStore,
        caFile,
        superUsers);
  }

  private static String scram(String listener) {
    return "listener.name."
        + listener.toLowerCase(Locale.ROOT)
        + ".scram-sha-512.sasl.jaas.config="
        + "org.apache.kafka.common.security.scram.ScramLoginModule required;\n";
  }

  /** What a new broker's data are formatted with, so that the accounts are there from the start. */
  List<String> formatOptions() {
    return spec.secure() ? formatOptions(home()) : List.of();
  }

  /** Those of secured brokers. */
  static List<String> formatOptions(SecureHome home) {
    List<String> options = new ArrayList<>();
    for (StackAccount account : StackAccount.on(Server.KAFKA)) {
      options.add("--add-scram");
      options.add(
          String.format(
              Locale.ROOT,
              "SCRAM-SHA-512=[name=%s,password=%s]",
              account.user(),
              home.credentials(account, Server.KAFKA).password()));
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
