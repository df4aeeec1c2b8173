/** What the flow and the group need from outside. */
@NullMarked
package io.spillway.cdc.port;

import org.jspecify.annotations.NullMarked;
