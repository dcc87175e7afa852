package io.weir.sql;

/**
 * How large a statement may be. Calcite's parser has no bounds of its own: it recurses on nesting until the stack is
 * gone, and so does every later step on the tree.
 *
 * @param characters of one statement, in UTF-16 units
 * @param tokens of one statement
 * @param nesting of brackets and CASE
 * @param treeDepth of the tree that comes out, which chains of operators and joins make deep without any bracket
 */
record ParserLimits(int characters, int tokens, int nesting, int treeDepth) {
    static final ParserLimits DEFAULT = new ParserLimits(1 << 20, 400_000, 256, 2_000);

    /** Characters of a whole script. */
    int scriptCharacters() {
        return 16 * characters;
    }
}
