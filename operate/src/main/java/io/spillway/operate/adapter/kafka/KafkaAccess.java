package io.spillway.operate.adapter.kafka;

import io.spillway.operate.port.AccessPlane;
import io.spillway.operate.port.AccountKeeper;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.admin.UserScramCredentialsDescription;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * Kafka: accounts (SCRAM), ACLs, and super users. The last are in the brokers' configuration, which
 * Kafka does not tell.
 */
public final class KafkaAccess implements AccessPlane {
  private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;
  private static final int ITERATIONS = 4_096;

  private final KafkaConfig kafka;
  private final AccountKeeper accounts;
  private final Collection<String> superUsers;

  /**
   * The cluster of these brokers.
   *
   * @param superUsers those that the brokers' configuration names
   */
  public KafkaAccess(KafkaConfig kafka, AccountKeeper accounts, Collection<String> superUsers) {
    this.kafka = kafka;
    this.accounts = accounts;
    this.superUsers = List.copyOf(superUsers);
  }

  @Override
  public Plane plane() {
    return Plane.KAFKA;
  }

  @Override
  public Set<Right> actual() throws InterruptedException {
    return ask(
        admin -> {
          Set<Right> rights = new TreeSet<>(acls(admin).keySet());
          scram(admin).keySet().forEach(user -> rights.add(Right.logIn(user, Plane.KAFKA)));
          superUsers.forEach(
              user -> rights.add(new Right(user, Plane.KAFKA, Right.CLUSTER, Right.ALL)));
          return rights;
        });
  }

  @Override
  public List<String> apply(RightsDiff diff, Set<Right> wanted) throws InterruptedException {
    return ask(
        admin -> {
          List<String> byHand = new ArrayList<>();
          // Who has no account any more shall not use his rights until they are gone, too.
          List<UserScramCredentialAlteration> changed =
              new ArrayList<>(deletions(diff, scram(admin)));
          changed.addAll(upsertions(diff, byHand));
          if (!changed.isEmpty()) {
            admin.alterUserScramCredentials(changed).all().get();
          }
          Map<Right, AclBinding> present = acls(admin);
          List<AclBindingFilter> extra =
              diff.extra().stream()
                  .map(present::get)
                  .filter(acl -> acl != null)
                  .map(AclBinding::toFilter)
                  .toList();
          admin.deleteAcls(extra).all().get();
          admin
              .createAcls(
                  diff.missing().stream()
                      .filter(right -> !right.action().equals(Right.LOG_IN) && !right.isOfAll())
                      .map(AclBindings::of)
                      .toList())
              .all()
              .get();
          if (diff.missing().stream().anyMatch(Right::isOfAll)
              || diff.extra().stream().anyMatch(Right::isOfAll)) {
            byHand.add("restart the brokers, which take their super users at a start");
          }
          return byHand;
        });
  }

  private List<UserScramCredentialAlteration> upsertions(RightsDiff diff, List<String> byHand) {
    List<UserScramCredentialAlteration> upsertions = new ArrayList<>();
    for (Right right : diff.missing()) {
      if (right.action().equals(Right.LOG_IN)) {
        Optional<Credentials> account = accounts.account(right.principal(), Plane.KAFKA);
        if (account.isPresent()) {
          upsertions.add(
              new UserScramCredentialUpsertion(
                  account.get().user(),
                  new ScramCredentialInfo(MECHANISM, ITERATIONS),
                  account.get().password()));
        } else {
          byHand.add(
              "make the account "
                  + right.principal()
                  + " of Kafka: kafka-configs.sh --alter --add-config 'SCRAM-SHA-512=[password=…]'"
                  + " --entity-type users --entity-name "
                  + right.principal());
        }
      }
    }
    return upsertions;
  }

  private static List<UserScramCredentialAlteration> deletions(
      RightsDiff diff, Map<String, UserScramCredentialsDescription> users) {
    List<UserScramCredentialAlteration> deletions = new ArrayList<>();
    for (Right right : diff.extra()) {
      UserScramCredentialsDescription user = users.get(right.principal());
      if (right.action().equals(Right.LOG_IN) && user != null) {
        user.credentialInfos()
            .forEach(
                info ->
                    deletions.add(
                        new UserScramCredentialDeletion(right.principal(), info.mechanism())));
      }
    }
    return deletions;
  }

  private static Map<Right, AclBinding> acls(Admin admin)
      throws ExecutionException, InterruptedException {
    Map<Right, AclBinding> acls = new HashMap<>();
    for (AclBinding acl : admin.describeAcls(AclBindingFilter.ANY).values().get()) {
      acls.put(AclBindings.right(acl), acl);
    }
    return acls;
  }

  private static Map<String, UserScramCredentialsDescription> scram(Admin admin)
      throws ExecutionException, InterruptedException {
    return admin.describeUserScramCredentials().all().get();
  }

  @FunctionalInterface
  private interface Question<T> {
    T of(Admin admin) throws ExecutionException, InterruptedException;
  }

  private <T> T ask(Question<T> question) throws InterruptedException {
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "spillway-access"))) {
      return question.of(admin);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new OperationException(
          "Kafka does not tell or change its accounts and ACLs: " + cause.getMessage(), cause);
    }
  }
}
