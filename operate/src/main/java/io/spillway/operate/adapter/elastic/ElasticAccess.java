package io.spillway.operate.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.operate.port.AccessPlane;
import io.spillway.runtime.config.ElasticConfig;
import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.stack.adapter.server.ElasticAccounts;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.rights.ElasticRights;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Elasticsearch: what each account may do, as the node itself says it, wherever its roles come
 * from. A home's own node has them from files, which are written anew; another one's roles are its
 * administrator's.
 */
public final class ElasticAccess implements AccessPlane {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The node looks for other files every five seconds. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(250);
  private static final JsonMapper JSON = new JsonMapper();

  private final ElasticConfig elastic;
  private final Optional<ElasticAccounts> files;
  private final Set<String> principals;

  /**
   * One cluster.
   *
   * @param files of the home's own node; empty for another one
   * @param principals those that shall have an account, to be asked for
   */
  public ElasticAccess(
      ElasticConfig elastic, Optional<ElasticAccounts> files, Set<String> principals) {
    this.elastic = elastic;
    this.files = files;
    this.principals = Set.copyOf(principals);
  }

  @Override
  public Plane plane() {
    return Plane.ELASTICSEARCH;
  }

  @Override
  public Set<Right> actual() throws InterruptedException {
    Set<String> asked = new TreeSet<>(principals);
    files.ifPresent(own -> asked.addAll(own.users()));
    Set<Right> rights = new HashSet<>();
    try (HttpClient http =
        HttpClient.newBuilder()
            .sslContext(TrustedCertificates.context(elastic.access().caFile()))
            .connectTimeout(PATIENCE)
            .build()) {
      for (String principal : asked) {
        rights.addAll(rights(http, principal));
      }
    } catch (IOException e) {
      throw new OperationException(
          "Elasticsearch does not tell its accounts' privileges: " + e.getMessage(), e);
    }
    return rights;
  }

  @Override
  public List<String> apply(RightsDiff diff, Set<Right> wanted) throws InterruptedException {
    if (files.isEmpty()) {
      return byHand(diff, wanted);
    }
    files.get().rewrite();
    long begin = System.nanoTime();
    while (!RightsDiff.between(wanted, actual()).isEmpty()) {
      if (System.nanoTime() - begin > TAKEN_OVER.toNanos()) {
        throw new OperationException(
            "Elasticsearch has not taken its roles over after "
                + TAKEN_OVER.toSeconds()
                + " s: its log says why");
      }
      Thread.sleep(POLL);
    }
    return List.of();
  }

  private static List<String> byHand(RightsDiff diff, Set<Right> wanted) {
    List<String> byHand = new ArrayList<>();
    Set<String> changed = new TreeSet<>();
    diff.missing().forEach(right -> changed.add(right.principal()));
    diff.extra().forEach(right -> changed.add(right.principal()));
    for (String principal : changed) {
      Set<Right> own =
          wanted.stream()
              .filter(right -> right.principal().equals(principal))
              .collect(Collectors.toSet());
      byHand.add(
          own.isEmpty()
              ? "remove the account " + principal + " of Elasticsearch"
              : "give the account "
                  + principal
                  + " of Elasticsearch "
                  + (ElasticRights.isSuperuser(own)
                      ? "the role superuser"
                      : "this role:\n" + ElasticRights.role(principal, own)));
    }
    return byHand;
  }

  /** The node is asked as the account itself, so what it says is what it would allow. */
  private Set<Right> rights(HttpClient http, String principal)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(elastic.uri() + "/_security/user/_privileges"))
            .timeout(PATIENCE)
            .header("Authorization", elastic.authorization().orElse(""))
            .header("es-security-runas-user", principal)
            .build();
    HttpResponse<String> answer =
        http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() == 200) {
      return rights(principal, JSON.readTree(answer.body()));
    }
    if (answer.statusCode() == 403 || answer.statusCode() == 401) {
      // There is no such account.
      return Set.of();
    }
    throw new IOException("status " + answer.statusCode() + " for " + principal);
  }

  static Set<Right> rights(String principal, JsonNode privileges) {
    Set<Right> rights = new HashSet<>();
    rights.add(Right.logIn(principal, Plane.ELASTICSEARCH));
    for (JsonNode privilege : privileges.path("cluster")) {
      rights.add(new Right(principal, Plane.ELASTICSEARCH, Right.CLUSTER, privilege.asText()));
    }
    for (JsonNode group : privileges.path("indices")) {
      for (JsonNode name : group.path("names")) {
        for (JsonNode privilege : group.path("privileges")) {
          rights.add(
              new Right(
                  principal, Plane.ELASTICSEARCH, "index:" + name.asText(), privilege.asText()));
        }
      }
    }
    for (JsonNode other : privileges.path("run_as")) {
      rights.add(new Right(principal, Plane.ELASTICSEARCH, "user:" + other.asText(), "run-as"));
    }
    return rights;
  }
}
