// Replaces dx's activity (Dioxus.toml, android_main_activity). Two things that the WebView does not do
// by itself: the back button, and what lies behind system bars and keyboard.
package dev.dioxus.main

import android.content.res.Configuration
import android.os.Bundle
import android.view.ViewGroup
import android.webkit.WebView
import androidx.activity.OnBackPressedCallback
import androidx.core.graphics.Insets
import androidx.core.view.ViewCompat
import androidx.core.view.WindowCompat
import androidx.core.view.WindowInsetsCompat

// wry's own files ask for it under their package
typealias BuildConfig = kz.qadam.app.BuildConfig

class MainActivity : WryActivity() {
    private var page: WebView? = null
    private var bars: Insets = Insets.NONE
    private var keyboard = 0

    // the page's history is Rust's router, of which the WebView knows nothing
    override val handleBackNavigation: Boolean = false

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        // target 35 draws edge to edge from Android 15 on; the same on older ones, so that one layout serves
        WindowCompat.setDecorFitsSystemWindows(window, false)
        onBackPressedDispatcher.addCallback(this, object : OnBackPressedCallback(true) {
            override fun handleOnBackPressed() = back()
        })
    }

    override fun onWebViewCreate(webView: WebView) {
        page = webView
        ViewCompat.setOnApplyWindowInsetsListener(webView) { view, insets ->
            bars = insets.getInsets(WindowInsetsCompat.Type.systemBars() or WindowInsetsCompat.Type.displayCutout())
            keyboard = insets.getInsets(WindowInsetsCompat.Type.ime()).bottom
            // adjustResize does nothing edge to edge: a shorter WebView scrolls the focused field into view.
            // Held sideways, bars and camera holes are left and right, where the page has nothing to draw.
            (view.layoutParams as? ViewGroup.MarginLayoutParams)?.let { params ->
                if (params.bottomMargin != keyboard || params.leftMargin != bars.left || params.rightMargin != bars.right) {
                    params.setMargins(bars.left, 0, bars.right, keyboard)
                    view.layoutParams = params
                }
            }
            publish(RETRIES)
            // newer WebViews would apply them a second time
            WindowInsetsCompat.CONSUMED
        }
        ViewCompat.requestApplyInsets(webView)
    }

    override fun onResume() {
        super.onResume()
        // the page may have been loaded anew while we were away
        publish(RETRIES)
    }

    override fun onConfigurationChanged(newConfig: Configuration) {
        super.onConfigurationChanged(newConfig)
        publish(RETRIES)
    }

    /** Gives the page the bars' sizes as CSS variables; until the page is there, tries again. */
    private fun publish(retries: Int) {
        val view = page ?: return
        val density = resources.displayMetrics.density
        val bottom = if (keyboard > 0) 0 else bars.bottom
        val script = """(function () {
            if (!document.querySelector('body > div')) return false;
            var style = document.documentElement.style;
            style.setProperty('--inset-top', '${bars.top / density}px');
            style.setProperty('--inset-bottom', '${bottom / density}px');
            return document.documentElement.dataset.theme || 'auto';
        })()"""
        view.evaluateJavascript(script) { answer ->
            if (answer == "false" || answer == "null") {
                if (retries > 0) view.postDelayed({ publish(retries - 1) }, RETRY_MS)
            } else {
                colourBars(view, answer.trim('"'))
            }
        }
    }

    /** Dark icons on a light page, light ones on a dark page. */
    private fun colourBars(view: WebView, theme: String) {
        val night = resources.configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES
        val light = if (theme == "auto") !night else theme == "light"
        WindowCompat.getInsetsController(window, view).apply {
            isAppearanceLightStatusBars = light
            isAppearanceLightNavigationBars = light
        }
    }

    /** Presses the page's topmost way back (`data-back`); where there is none we leave, but stay in memory. */
    private fun back() {
        val view = page
        if (view == null) {
            moveTaskToBack(true)
            return
        }
        val script = """(function () {
            var ways = document.querySelectorAll('[data-back]');
            if (!ways.length) return false;
            ways[ways.length - 1].click();
            return true;
        })()"""
        view.evaluateJavascript(script) { handled ->
            if (handled != "true") moveTaskToBack(true)
        }
    }

    private companion object {
        const val RETRIES = 100
        const val RETRY_MS = 100L
    }
}
