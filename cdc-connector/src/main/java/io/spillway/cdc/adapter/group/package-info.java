/** Which instance runs which server's engine, by Kafka group membership. */
@NullMarked
package io.spillway.cdc.adapter.group;

import org.jspecify.annotations.NullMarked;
