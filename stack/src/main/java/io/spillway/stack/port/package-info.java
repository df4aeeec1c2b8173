/** What callers of a stack see, and what they hand in. */
@NullMarked
package io.spillway.stack.port;

import org.jspecify.annotations.NullMarked;
