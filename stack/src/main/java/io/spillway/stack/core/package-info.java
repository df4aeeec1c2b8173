/** What a stack is: servers, ports, addresses, services. Pure. */
@NullMarked
package io.spillway.stack.core;

import org.jspecify.annotations.NullMarked;
