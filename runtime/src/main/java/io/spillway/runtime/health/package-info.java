/** Whether the next operation would succeed. */
@NullMarked
package io.spillway.runtime.health;

import org.jspecify.annotations.NullMarked;
