/** What a subscription has handled, in memory. */
@NullMarked
package io.spillway.client.adapter.memory;

import org.jspecify.annotations.NullMarked;
