@echo off
rem Starts Headroom with the first Java that is new enough.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "APP=%%~fI"
set "FOUND="

call :consider "%APP%\runtime"
if not defined FOUND call :consider "%APP%\..\runtime"
if not defined FOUND if defined HEADROOM_JAVA (
    call :consider "%HEADROOM_JAVA%"
    if not defined FOUND (
        echo headroom: HEADROOM_JAVA is no Java 25 or later; unset it, or name one that is. 1>&2
        exit /b 2
    )
)
if not defined FOUND if defined JAVA_HOME call :consider "%JAVA_HOME%"
if not defined FOUND for /f "delims=" %%J in ('where java 2^>nul') do if not defined FOUND call :consider "%%~dpJ.."
if not defined FOUND for /d %%D in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do if not defined FOUND call :consider "%%~D"
if not defined FOUND (
    echo headroom: no Java 25 or later was found; install one, for example Temurin 25, or set HEADROOM_JAVA to its folder. 1>&2
    exit /b 2
)

set "WINDOW="
if "%~1"=="" set "WINDOW=1"
if "%~1"=="window" set "WINDOW=1"
set "FIRST=%~1"
if not defined FIRST goto chosen
if "%FIRST:~0,1%"=="-" goto chosen
if not exist "%FIRST%" goto chosen
if not "%FIRST:.=%"=="%FIRST%" set "WINDOW=1"
if not "%FIRST:\=%"=="%FIRST%" set "WINDOW=1"
:chosen
if defined WINDOW (
    "%FOUND%\bin\java" -Xms32m -Xmx256m -XX:+UseSerialGC --module-path="%APP%\lib\javafx" --add-modules=javafx.controls,javafx.fxml --enable-native-access=javafx.graphics,ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "%APP%\lib\*" app.headroom.app.Launcher %*
) else (
    "%FOUND%\bin\java" -Xms8m -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "%APP%\lib\*" app.headroom.app.Launcher %*
)
exit /b %ERRORLEVEL%

:consider
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "VERSION="
for /f "tokens=2 delims==." %%V in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "VERSION=%%~V"
set "VERSION=%VERSION:"=%"
if not defined VERSION exit /b 0
if %VERSION% GEQ 25 set "FOUND=%~1"
exit /b 0
