/**
 * The queries of the Nexmark benchmark on Weir, and on a peer in the same run. The queries are the public ones
 * (github.com/nexmark/nexmark), as files in {@code nexmark/}; a comment at the head of a file says where and why it
 * differs. Door: {@code NexmarkCommand}.
 */
@NullMarked
package io.weir.benchmarks.nexmark;

import org.jspecify.annotations.NullMarked;
