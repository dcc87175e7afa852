package io.weir.jdbc.wire;

import java.util.List;

/**
 * What the server sends for a request.
 *
 * @param body JSON, UTF-8
 * @param warnings what the user should know although the request was carried out
 */
record Answer(byte[] body, List<String> warnings) {}
