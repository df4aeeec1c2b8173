/** What orders can become. */
@NullMarked
package io.spillway.schemas.orders;

import org.jspecify.annotations.NullMarked;
