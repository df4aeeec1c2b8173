/** The servers as local processes, and what is kept of them on disk. */
@NullMarked
package io.spillway.stack.adapter.server;

import org.jspecify.annotations.NullMarked;
