/** What a subscription has handled, in a database of its team. */
@NullMarked
package io.spillway.client.adapter.jdbc;

import org.jspecify.annotations.NullMarked;
