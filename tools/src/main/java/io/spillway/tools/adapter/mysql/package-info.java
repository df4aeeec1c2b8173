/** What the shards hold, read without the services. */
@NullMarked
package io.spillway.tools.adapter.mysql;

import org.jspecify.annotations.NullMarked;
