package io.spillway.stack.testing;

import io.spillway.stack.core.Server;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class on servers that it shares with the others of its module, because a start costs more
 * than most tests. Its methods may take the {@link io.spillway.stack.TestStack} as a parameter, and
 * find it empty each time. Whoever kills a server starts it again; nobody closes the stack.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedStack.class)
public @interface OnSharedStack {
  /** The kinds of servers; those that an earlier class asked for may run, too. */
  Server[] value();

  /** How many MySQL servers there must be, with two shards each. */
  int mysqlServers() default 1;
}
