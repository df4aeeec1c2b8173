/** Processes, ports, files and locks of the operating system. */
@NullMarked
package io.spillway.stack.adapter.os;

import org.jspecify.annotations.NullMarked;
