/** What the shards hold, read without the services. */
@NullMarked
package io.spillway.verify.adapter.mysql;

import org.jspecify.annotations.NullMarked;
