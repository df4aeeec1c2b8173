package io.spillway.operate.adapter.kafka;

import io.spillway.operate.core.KafkaGrant;
import io.spillway.operate.core.KafkaGrants;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Gives the services' accounts the rights of {@link KafkaGrants}. */
public final class AclSetup {
  private static final String ANY_HOST = "*";

  private AclSetup() {}

  /** Adds what is missing and takes away what these accounts had besides. Safe to repeat. */
  public static void ensure(Backends backends) throws InterruptedException {
    Set<AclBinding> wanted =
        KafkaGrants.all().stream()
            .flatMap(grant -> grant.operations().stream().map(each -> binding(grant, each)))
            .collect(Collectors.toSet());
    try (Admin admin =
        Admin.create(KafkaClients.common(BackendConfigs.kafka(backends), "spillway-acls"))) {
      Set<AclBinding> present =
          new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
      present.removeIf(acl -> !principals().contains(acl.entry().principal()));
      List<AclBinding> missing = wanted.stream().filter(acl -> !present.contains(acl)).toList();
      List<AclBindingFilter> others =
          present.stream().filter(acl -> !wanted.contains(acl)).map(AclBinding::toFilter).toList();
      admin.createAcls(missing).all().get();
      admin.deleteAcls(others).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not take the services' rights", e.getCause());
    }
  }

  private static AclBinding binding(KafkaGrant grant, KafkaGrant.Operation operation) {
    return new AclBinding(
        new ResourcePattern(
            ResourceType.fromString(grant.resource().name()),
            grant.name(),
            grant.prefix() ? PatternType.PREFIXED : PatternType.LITERAL),
        new AccessControlEntry(
            principal(grant.account()),
            ANY_HOST,
            AclOperation.fromString(operation.name()),
            AclPermissionType.ALLOW));
  }

  private static Set<String> principals() {
    return StackAccount.on(Server.KAFKA).stream()
        .map(AclSetup::principal)
        .collect(Collectors.toSet());
  }

  private static String principal(StackAccount account) {
    return "User:" + account.user();
  }
}
