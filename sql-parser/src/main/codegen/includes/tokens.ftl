<#-- Names in back-ticks, as Flink writes them, next to names in double quotes. The lexer stays in the state for double
     quotes; the token is handed to Calcite's productions as the kind they know. -->
<DQID> TOKEN :
{
    < BACK_QUOTED_NAME: "`" ( (~["`","\n","\r"]) | ("``") )+ "`" >
    {
        matchedToken.kind = BACK_QUOTED_IDENTIFIER;
    }
}
