package io.spillway.operate.adapter.kafka;

import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Kafka's ACLs as rights, and rights that a file may ask for as ACLs. */
final class AclBindings {
  static final String USER = "User:";
  private static final String ANY_HOST = "*";

  private AclBindings() {}

  static AclBinding of(Right right) {
    boolean prefix = right.name().endsWith("*");
    return new AclBinding(
        new ResourcePattern(
            ResourceType.fromString(constant(right.kind())),
            prefix ? right.name().substring(0, right.name().length() - 1) : right.name(),
            prefix ? PatternType.PREFIXED : PatternType.LITERAL),
        new AccessControlEntry(
            USER + right.principal(),
            ANY_HOST,
            AclOperation.fromString(constant(right.action())),
            AclPermissionType.ALLOW));
  }

  /** What no file can ask for, such as a host or a denial, is told by the action. */
  static Right right(AclBinding acl) {
    ResourcePattern pattern = acl.pattern();
    AccessControlEntry entry = acl.entry();
    boolean prefix = pattern.patternType() == PatternType.PREFIXED;
    String action = text(entry.operation());
    if (entry.permissionType() == AclPermissionType.DENY) {
      action = "deny " + action;
    }
    if (!entry.host().equals(ANY_HOST)) {
      action = action + " from " + entry.host();
    }
    String principal = entry.principal();
    return new Right(
        principal.startsWith(USER) ? principal.substring(USER.length()) : principal,
        Plane.KAFKA,
        text(pattern.resourceType()) + ":" + pattern.name() + (prefix ? "*" : ""),
        action);
  }

  private static String constant(String text) {
    return text.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
